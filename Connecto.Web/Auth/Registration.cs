using Connecto.Errors;
using Connecto.Settings;

namespace Connecto.Web.Auth;

/// <summary>Whether anybody may register: <c>CONNECTO_REGISTRATION</c> is <c>open</c> (when it is not set) or <c>closed</c>.</summary>
internal sealed class Registration(IConfiguration configuration)
{
    private readonly bool _open = configuration["CONNECTO_REGISTRATION"] switch
    {
        null or "" or "open" => true,
        "closed" => false,
        var other => throw SettingValues.Wrong("CONNECTO_REGISTRATION", other, "open or closed"),
    };

    /// <exception cref="ChatException"><see cref="ErrorCode.Forbidden"/> where it is closed.</exception>
    public void Demand()
    {
        if (!_open)
        {
            throw new ChatException(ErrorCode.Forbidden, "Registration is closed here.");
        }
    }
}
