using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Processes;

/// <summary>One <c>./connecto up</c> for all tests of a class.</summary>
public sealed class RunningUp : IAsyncLifetime
{
    private ConnectoProcess? _connecto;

    /// <summary>It is ready when the tests begin.</summary>
    public ConnectoProcess Connecto => _connecto ?? throw new InvalidOperationException("It was not started");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _connecto = await ConnectoProcess.StartAsync(CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connecto?.DisposeAsync() ?? ValueTask.CompletedTask;
}
