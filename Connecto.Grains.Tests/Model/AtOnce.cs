using System.Collections.Immutable;

namespace Connecto.Tests.Model;

/// <summary>
/// Several at the same time, as far as the planet lets them be: some share a batch. It chooses their order, and how they
/// end must be how they end in some order of the model.
/// </summary>
internal sealed record AtOnce(ImmutableList<Predicted> Operations) : Operation
{
    public override async Task PlayAsync(Stage stage)
    {
        var outcomes = await Task.WhenAll(Operations.Select(operation => operation.DoAsync(stage)));
        foreach (var order in Orders([.. Enumerable.Range(0, Operations.Count)]))
        {
            var model = stage.Model.Copy();
            if (order.TrueForAll(place => Operations[place].Predict(model) == outcomes[place]))
            {
                stage.Model = model;
                return;
            }
        }
        throw new Difference($"no order of the operations ends so: {string.Join("; ", outcomes)}");
    }

    private static IEnumerable<ImmutableList<int>> Orders(ImmutableList<int> places) =>
        places.IsEmpty
            ?
            [
                [],
            ]
            : places.SelectMany(first => Orders(places.Remove(first)).Select(rest => rest.Insert(0, first)));

    public override string ToString() => $"AtOnce {{ {string.Join(", ", Operations)} }}";
}
