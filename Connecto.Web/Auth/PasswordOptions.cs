using System.ComponentModel.DataAnnotations;

namespace Connecto.Web.Auth;

/// <summary>The section <c>Passwords</c> of the configuration.</summary>
public sealed class PasswordOptions
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA512. A hash with fewer is replaced at the next log-in.</summary>
    [Range(1_000, 10_000_000)]
    public int Iterations { get; set; } = 210_000;

    /// <summary>Hashes that may wait for a core; one more is told to try again.</summary>
    [Range(1, 1_000_000)]
    public int Queue { get; set; } = 1_024;
}
