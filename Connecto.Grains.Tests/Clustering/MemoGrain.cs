#if ORLEANS_PACKAGES
using Orleans;
using Orleans.Runtime;

namespace Connecto.Grains.Tests.Clustering;

internal sealed class MemoGrain([PersistentState("memo")] IPersistentState<MemoGrain.Memo> memo) : Grain, IMemoGrain
{
    public Task<string> Read() => Task.FromResult(memo.State.Text);

    public Task Write(string text)
    {
        memo.State.Text = text;
        return memo.WriteStateAsync();
    }

    public Task Clear() => memo.ClearStateAsync();

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    [GenerateSerializer]
    public sealed class Memo
    {
        [Id(0)]
        public string Text { get; set; } = "";
    }
}
#endif
