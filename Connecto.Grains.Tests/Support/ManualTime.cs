namespace Connecto.Tests.Support;

/// <summary>A wall clock that a test sets, also backward. Timers and time stamps stay real.</summary>
public sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
