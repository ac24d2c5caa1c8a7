using Connecto.LocalRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>A silo with its host, in this process.</summary>
public class InProcessSiloHandle : SiloHandle
{
    private bool _isActive = true;
    private int _disposed;

    /// <summary>The host.</summary>
    public IHost SiloHost { get; init; } = null!;

    /// <summary>The host's services.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;

    /// <inheritdoc />
    public override bool IsActive => _isActive;

    /// <inheritdoc />
    public override async Task StopSiloAsync(bool stopGracefully)
    {
        if (!_isActive)
            return;
        _isActive = false;
        if (!stopGracefully)
            ServiceProvider.GetRequiredService<LocalSilo>().Kill();
        try
        {
            await SiloHost.StopAsync(new CancellationToken(canceled: !stopGracefully));
        }
        catch (OperationCanceledException) when (!stopGracefully)
        {
            // Services that complain of a token that was cancelled from the start.
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await StopSiloAsync(stopGracefully: true);
        if (SiloHost is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            SiloHost.Dispose();
    }
}
