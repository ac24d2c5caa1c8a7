using System.Collections.Concurrent;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Web.Chat;

/// <summary>
/// Attaches again to planets whose activation has ended or does not renew: at once, a bounded number at a time, and
/// after a growing pause where it fails, as right after a silo has died. Safe for use by several threads.
/// </summary>
internal sealed class Attachments(WebNode node, IHostApplicationLifetime lifetime, ILogger<Attachments> logger)
    : IDisposable
{
    /// <summary>Calls at a time; a silo that ends may have thousands of planets.</summary>
    private const int AtOnce = 32;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _calls = new(AtOnce);
    private readonly ConcurrentDictionary<Snowflake, PlanetSubscriptions> _wanted = new();

    /// <summary>Attaches to the planet, unless that is about to be done.</summary>
    public void Want(PlanetSubscriptions planet)
    {
        if (_wanted.TryAdd(planet.Id, planet))
        {
            _ = AttachAsync(planet, lifetime.ApplicationStopping);
        }
    }

    public void Dispose() => _calls.Dispose();

    private async Task AttachAsync(PlanetSubscriptions planet, CancellationToken stopping)
    {
        try
        {
            var pause = _firstPause;
            while (!await TryOnceAsync(planet, stopping))
            {
                await Task.Delay(pause, node.Time, stopping);
                pause = 2 * pause < PlanetLease.RenewEvery ? 2 * pause : PlanetLease.RenewEvery;
                if (!_wanted.TryAdd(planet.Id, planet))
                {
                    // Somebody else has asked for it meanwhile.
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // This node ends.
        }
    }

    private async Task<bool> TryOnceAsync(PlanetSubscriptions planet, CancellationToken stopping)
    {
        await _calls.WaitAsync(stopping);
        // What is asked for from now on is asked for of the next activation.
        _wanted.TryRemove(planet.Id, out _);
        try
        {
            await planet.AttachAgainAsync();
            return true;
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            planet.OnGone();
            return true;
        }
        catch (Exception failure)
        {
            Log.NotAttached(logger, planet.Id, failure);
            return false;
        }
        finally
        {
            _calls.Release();
        }
    }
}
