using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Search;

/// <summary>
/// Indexes what is not indexed, beside servers that search and index themselves: each planet has one at a time who is at it.
/// Ended at any moment it has lost nothing, and goes on where it was.
/// </summary>
public sealed class Reindexing(Databases databases)
{
    private const int Together = 64;

    private readonly SearchIndex _index = new(databases);
    private readonly SearchBacklog _backlog = new(databases);

    /// <summary>Has everything indexed anew; until that is done, what is indexed already is still found by it.</summary>
    public Task ForgetAsync(CancellationToken cancellation) => _backlog.ForgetAsync(cancellation);

    /// <summary>How many messages are to be indexed now.</summary>
    public Task<long> LeftAsync(CancellationToken cancellation) => _backlog.MessagesAsync(cancellation);

    /// <summary>
    /// Indexes what is there; what servers write meanwhile they index themselves, as they go on with a planet that they are at.
    /// </summary>
    /// <param name="indexed">Told how many messages it has indexed since it was told before.</param>
    public async Task RunAsync(Action<int> indexed, CancellationToken cancellation)
    {
        var planets = await _backlog.PlanetsAsync(default, Together, cancellation);
        while (planets.Count > 0)
        {
            for (IReadOnlyList<Snowflake> left = planets; left.Count > 0; )
            {
                var done = await _index.IndexAsync(left, cancellation);
                indexed(done.Messages);
                left = done.Unfinished;
            }
            planets = await _backlog.PlanetsAsync(planets[^1], Together, cancellation);
        }
    }
}
