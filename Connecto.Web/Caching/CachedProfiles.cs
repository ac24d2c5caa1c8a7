using Connecto.Caching;
using Connecto.Ids;
using Connecto.Users;

namespace Connecto.Web.Caching;

/// <summary>Users as everybody sees them, each by himself.</summary>
internal sealed class CachedProfiles(NodeCache cache, ProfileStore profiles)
{
    /// <summary>Those of the users who exist, in this order. One query reads all who are not cached.</summary>
    public async Task<IReadOnlyList<Profile>> FindAsync(
        IReadOnlyCollection<Snowflake> userIds,
        CancellationToken cancellation
    )
    {
        var lacking = new List<Snowflake>();
        var read = new TaskCompletionSource<Dictionary<Snowflake, Profile>>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        var asked = userIds
            .Select(id =>
                cache.GetOrCreateAsync(
                    CacheKind.Profiles,
                    CacheTags.User(id),
                    async () =>
                    {
                        lacking.Add(id);
                        return new Cached<Profile?>((await read.Task).GetValueOrDefault(id), [CacheTags.User(id)]);
                    },
                    cancellation
                )
            )
            .ToList();
        if (lacking.Count > 0)
        {
            // Others may have joined, so it does not end with this caller.
            try
            {
                read.SetResult(await profiles.FindAsync(lacking, CancellationToken.None));
            }
            catch (Exception failure)
            {
                read.SetException(failure);
            }
        }
        return [.. (await Task.WhenAll(asked)).OfType<Profile>()];
    }
}
