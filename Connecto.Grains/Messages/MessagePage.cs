using System.Collections.Immutable;
using Orleans;

namespace Connecto.Messages;

/// <summary>Which page: at most one of the three is given, none means the newest. <c>Limit</c> 1 to 100.</summary>
[GenerateSerializer, Immutable]
public sealed record PageRequest(long? Before, long? After, long? Around, int Limit);

/// <summary>Messages in order of <c>seq</c>.</summary>
[GenerateSerializer, Immutable]
public sealed record MessagePage(ImmutableArray<Message> Items, bool HasBefore, bool HasAfter, long HeadRev);

/// <summary>The live numbers of one message; on the wire an array <c>[seq, readCount, unreadCount]</c>.</summary>
[GenerateSerializer, Immutable]
public readonly record struct MessageCount(long Seq, int ReadCount, int UnreadCount);
