using Connecto.Ids;

namespace Connecto.Storage.Replicas;

/// <summary>
/// In whose name this request reads. It goes with the flow of the call instead of through every signature, so that no list can
/// be read by somebody who was forgotten on the way, and would not see what he has just changed.
/// </summary>
public static class Reader
{
    private static readonly AsyncLocal<Snowflake?> _current = new();

    /// <summary>Null where nobody reads in his own name, such as a job.</summary>
    public static Snowflake? Current => _current.Value;

    /// <summary>From here on in the calling method, and in what it calls.</summary>
    public static void Is(Snowflake userId) => _current.Value = userId;
}
