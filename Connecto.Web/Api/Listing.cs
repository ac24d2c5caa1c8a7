using System.Collections.Immutable;

namespace Connecto.Web.Api;

/// <summary>A page of a list. <c>NextCursor</c> is null at the end.</summary>
public sealed record Listing<T>(ImmutableArray<T> Items, string? NextCursor = null);
