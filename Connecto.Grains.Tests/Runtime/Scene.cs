using System.Collections.Concurrent;

namespace Connecto.Grains.Tests.Runtime;

/// <summary>
/// What a test and its grains share: both runtimes run the grains of a test in the test's own process. A grain finds
/// its scene by its key.
/// </summary>
public sealed class Scene
{
    private static readonly ConcurrentDictionary<string, Scene> Scenes = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();
    private readonly ConcurrentQueue<string> _events = new();
    private int _inside;

    private Scene(string name) => Name = name;

    public string Name { get; }

    /// <summary>What was noted, in order.</summary>
    public string[] Events => [.. _events];

    public static Scene New() => Named(Guid.NewGuid().ToString("N"));

    public static Scene Named(string name) => Scenes.GetOrAdd(name, static key => new Scene(key));

    public void Note(string text) => _events.Enqueue(text);

    public void Signal(string name) => Find(name).TrySetResult();

    /// <summary>Completes when it was signalled; fails after a time that no working test needs.</summary>
    public Task When(string name) => Find(name).Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Begins something that others should not do meanwhile; disposing of the answer ends it.</summary>
    public IDisposable Enter(out bool isAlone)
    {
        isAlone = Interlocked.Increment(ref _inside) == 1;
        return new Exit(this);
    }

    private TaskCompletionSource Find(string name) =>
        _signals.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Exit(Scene scene) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref scene._inside);
    }
}
