namespace Connecto.Web.Api;

/// <summary>The <c>rev</c> of the event that a change made.</summary>
public sealed record RevAnswer(long Rev)
{
    internal static async Task<RevAnswer> Of(Task<long> rev) => new(await rev);
}
