namespace Connecto.Tests.Model;

/// <summary>Something that users, or the machines under them, do.</summary>
internal abstract record Operation
{
    /// <summary>Does it to the planet and to the model, which must agree on how it ends.</summary>
    public abstract Task PlayAsync(Stage stage);
}

/// <summary>One whose outcome the model knows beforehand.</summary>
internal abstract record Predicted : Operation
{
    /// <summary>What comes of it; the model changes with it.</summary>
    public abstract string Predict(PlanetModel model);

    /// <summary>What comes of it at the planet.</summary>
    public abstract Task<string> DoAsync(Stage stage);

    public override async Task PlayAsync(Stage stage)
    {
        var expected = Predict(stage.Model);
        Difference.Require("the outcome", expected, await DoAsync(stage));
    }
}

/// <summary>A call that answers the rev of its event, or the head where nothing changed.</summary>
internal abstract record Change : Predicted
{
    protected abstract long Expect(PlanetModel model);

    protected abstract Task<long> CallAsync(Stage stage);

    public sealed override string Predict(PlanetModel model) => Outcome.Of(() => Outcome.Rev(Expect(model)));

    public sealed override Task<string> DoAsync(Stage stage) =>
        Outcome.OfAsync(async () => Outcome.Rev(await CallAsync(stage)));
}
