namespace Connecto.Web.Chat;

/// <summary>The rev of the event that a call made.</summary>
internal sealed record RevAnswer(long Rev)
{
    public static async Task<RevAnswer> Of(Task<long> rev) => new(await rev);
}
