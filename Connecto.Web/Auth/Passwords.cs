using Connecto.Errors;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Auth;

/// <summary>
/// Hashes and verifies passwords. A hash is meant to cost tens of milliseconds of a core, so at most half of the cores
/// work on them and the rest queue: a storm of log-ins slows log-ins, not messages.
/// </summary>
public sealed class Passwords : IDisposable
{
    private readonly PasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly int _queue;
    private readonly Lazy<string> _nobodys;
    private int _waiting;

    public Passwords(IOptions<PasswordOptions> options)
    {
        _queue = options.Value.Queue;
        var hashing = new PasswordHasherOptions { IterationCount = options.Value.Iterations };
        _hasher = new PasswordHasher<object>(Options.Create(hashing));
        _nobodys = new Lazy<string>(() => _hasher.HashPassword(this, Guid.NewGuid().ToString()));
    }

    /// <exception cref="ChatException"><see cref="ErrorCode.Unavailable"/>: too many are waiting.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellation) =>
        RunAsync(() => _hasher.HashPassword(this, password), cancellation);

    /// <summary>
    /// Compares with a hash. Without one (no such user, no password) it takes the same time and fails, so that the
    /// time of the answer does not tell whether an account exists.
    /// </summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Unavailable"/>: too many are waiting.</exception>
    public async Task<PasswordVerificationResult> VerifyAsync(
        string? hash,
        string password,
        CancellationToken cancellation
    )
    {
        var result = await RunAsync(
            () => _hasher.VerifyHashedPassword(this, hash ?? _nobodys.Value, password),
            cancellation
        );
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    public void Dispose() => _cores.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > _queue)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ChatException(ErrorCode.Unavailable, "Too many are logging in; try again.");
        }
        try
        {
            await _cores.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _cores.Release();
        }
    }
}
