namespace Connecto.Web.Caching;

/// <summary>What was read to be cached: an immutable value, and the names of what it is made of.</summary>
/// <param name="Value">A null is answered and not kept.</param>
/// <param name="Tags">By <see cref="Connecto.Caching.CacheTags"/>.</param>
internal readonly record struct Cached<T>(T Value, IReadOnlyCollection<string> Tags);
