using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>The methods of <see cref="IActorGrain"/>, shared by a class that is reentrant and one that is not.</summary>
public abstract class Actor : Grain, IActorGrain
{
    private readonly Guid _name = Guid.NewGuid();
    private int _count;

    protected Scene Scene => Scene.Named(this.GetPrimaryKeyString());

    public async Task Hold(string name)
    {
        Scene.Note($"+{name}");
        Scene.Signal($"{name} began");
        await Scene.When($"{name} may end");
        Scene.Note($"-{name}");
    }

    public Task HoldInterleaved(string name) => Hold(name);

    public Task HoldOneWay(string name) => Hold(name);

    public Task HoldForASecond(string name) => Hold(name);

    public async Task HoldUntilCancelled(string name, CancellationToken cancellationToken)
    {
        Scene.Signal($"{name} began");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Scene.Signal($"{name} was cancelled");
        }
    }

    public Task Note(string name)
    {
        Scene.Note(name);
        return Task.CompletedTask;
    }

    public Task NoteInterleaved(string name) => Note(name);

    public async Task<int> CountSlowly()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var before = _count;
            await Task.Yield();
            _count = before + 1;
        }

        return _count;
    }

    public async Task<bool> StaysOnItsScheduler()
    {
        var own = TaskScheduler.Current;
        var stayed = own != TaskScheduler.Default;
        await Task.Yield();
        stayed &= TaskScheduler.Current == own;
        await Task.Run(() => stayed &= TaskScheduler.Current == TaskScheduler.Default);
        stayed &= TaskScheduler.Current == own;
        await Task.Delay(1);
        stayed &= TaskScheduler.Current == own;
        stayed &= await Task.Factory.StartNew(() => TaskScheduler.Current == own);
        return stayed && TaskScheduler.Current == own;
    }

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public async ValueTask Touch()
    {
        await Task.Yield();
        Scene.Note("touched");
    }

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new ActorException(message, 7);
    }

    public Task FailOneWay() => throw new InvalidOperationException("Nobody hears this.");

    public Task CallOwnReference() => this.AsReference<IActorGrain>().NoteWithinASecond("reached itself");

    public Task NoteWithinASecond(string name) => Note(name);

    public Task Toil()
    {
        SpinWait.SpinUntil(() => false, TimeSpan.FromMilliseconds(10));
        return Task.CompletedTask;
    }

    public Task<Guid> ActivationName() => Task.FromResult(_name);

    public Task<string> SiloName() => Task.FromResult(RuntimeIdentity);

    public Task<string> KeyAndIdentity() => Task.FromResult($"{this.GetPrimaryKeyString()} {this.GetGrainId()}");
}
