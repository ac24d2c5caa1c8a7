using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Connecto.Messages;

namespace Connecto.Planets;

/// <summary>
/// A call of several sends, answered together once each has ended: one task for all of them. What follows runs at once,
/// in the turn that ends the last one. Used on the activation's turns only.
/// </summary>
internal sealed class PostCall(int count)
{
    private readonly TaskCompletionSource<ImmutableArray<SendOutcome>> _done = new();
    private readonly SendOutcome[] _outcomes = new SendOutcome[count];
    private int _open = count;
    private Exception? _failure;

    /// <summary>The outcomes in the order of the sends, or the first failure that is no refusal.</summary>
    public Task<ImmutableArray<SendOutcome>> Done => _done.Task;

    /// <summary>Ends one of the sends; each ends once.</summary>
    public void End(int index, SendOutcome outcome)
    {
        _outcomes[index] = outcome;
        EndOne();
    }

    /// <summary>Ends one of the sends by what is no refusal.</summary>
    public void Fail(Exception failure)
    {
        _failure ??= failure;
        EndOne();
    }

    private void EndOne()
    {
        if (--_open > 0)
        {
            return;
        }
        if (_failure is null)
        {
            _done.SetResult(ImmutableCollectionsMarshal.AsImmutableArray(_outcomes));
        }
        else
        {
            _done.SetException(_failure);
        }
    }
}
