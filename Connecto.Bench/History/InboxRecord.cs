namespace Connecto.Bench.History;

/// <summary>What one client's <c>GET me/planets</c> answered at the end, page after page.</summary>
internal sealed record InboxRecord(string UserId, string Client, IReadOnlyList<Badge> Badges);
