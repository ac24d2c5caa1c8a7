using System.ComponentModel.DataAnnotations;

namespace Connecto.Web.Limits;

/// <summary>The section <c>RateLimits</c> of the configuration. Tokens with <c>limits: none</c> are exempt from the user's own.</summary>
public sealed class RateLimits
{
    /// <summary>REST calls of one user in 60 seconds.</summary>
    [Range(1, 1_000_000)]
    public int RestPerMinute { get; set; } = 100;

    /// <summary>Log-ins in 60 seconds from one address, and of one account.</summary>
    [Range(1, 1_000_000)]
    public int LoginsPerMinute { get; set; } = 5;

    /// <summary>Registrations in 60 seconds from one address.</summary>
    [Range(1, 1_000_000)]
    public int RegistrationsPerMinute { get; set; } = 60;

    /// <summary>Messages that one user sends in a second, by hub and REST together.</summary>
    [Range(1, 1_000_000)]
    public int SendsPerSecond { get; set; } = 20;
}
