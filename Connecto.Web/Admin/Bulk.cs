using Connecto.Errors;

namespace Connecto.Web.Admin;

/// <summary>Bulk requests: 1 to 1,000 items, none of them null.</summary>
internal static class Bulk
{
    public const int Most = 1_000;

    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>, for <paramref name="field"/>.</exception>
    public static T[] Check<T>(T?[]? items, string field)
        where T : class
    {
        CheckCount(items?.Length ?? 0, field);
        return [.. items!.Select(item => item ?? throw ChatException.Invalid(field, "null does not belong here"))];
    }

    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>, for <paramref name="field"/>.</exception>
    public static void CheckCount(int count, string field)
    {
        if (count is < 1 or > Most)
        {
            throw ChatException.Invalid(field, $"this has 1 to {Most} items");
        }
    }
}
