namespace Connecto.LocalRuntime;

/// <summary>Where a call can go: an activation, a pool of stateless workers, an observer.</summary>
internal interface ITarget
{
    /// <summary>Takes the call, or refuses it by failing it; false when the target is gone and another must be found.</summary>
    bool TryEnqueue(Call call);
}
