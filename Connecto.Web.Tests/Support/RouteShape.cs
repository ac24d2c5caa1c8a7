using System.Text.RegularExpressions;

namespace Connecto.Web.Tests.Support;

/// <summary>
/// A call without its names: routes and tables call their parameters differently, and only their places count; a number in a path is a parameter as well. Paths
/// below <c>/api/v1</c> stand without it.
/// </summary>
internal static partial class RouteShape
{
    public static string Of(string call) =>
        Parameter().Replace(call.Split('?')[0], "{}").Replace("/api/v1", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\{[a-zA-Z]+\}|(?<=/)[0-9]+(?=/|$)")]
    private static partial Regex Parameter();
}
