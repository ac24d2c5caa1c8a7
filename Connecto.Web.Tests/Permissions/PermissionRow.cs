namespace Connecto.Web.Tests.Permissions;

/// <summary>
/// A line of a table: a call, its argument (a JSON text, or empty), and what each kind of caller is answered: the status
/// of what is done, <c>ok</c> for a hub call, or the code of the refusal.
/// </summary>
public sealed record PermissionRow(string Call, string Argument, IReadOnlyList<string> Answers)
{
    /// <summary>The line as it would be with these answers.</summary>
    public string With(IEnumerable<string> answers) => $"| {Call} | {Argument} | {string.Join(" | ", answers)} |";
}
