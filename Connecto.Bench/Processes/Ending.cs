using System.Runtime.InteropServices;

namespace Connecto.Bench.Processes;

/// <summary>Lets the signals that end a program cancel what it does, so that it leaves nothing behind.</summary>
internal sealed class Ending : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    private Ending(CancellationTokenSource stop)
    {
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
        PosixSignal[] ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _signals = Array.ConvertAll(ends, signal => PosixSignalRegistration.Create(signal, Stop));
    }

    /// <summary>From now on, until this is disposed of.</summary>
    public static Ending On(CancellationTokenSource stop) => new(stop);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_signals, signal => signal.Dispose());
}
