using Orleans;

namespace Connecto.Messages;

/// <summary>A text that a message had from <c>At</c> on; <c>Rev</c> is that of the event that wrote it.</summary>
[GenerateSerializer, Immutable]
public sealed record MessageVersion(long Rev, string Text, DateTimeOffset At);
