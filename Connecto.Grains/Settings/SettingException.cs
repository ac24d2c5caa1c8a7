using Orleans;

namespace Connecto.Settings;

/// <summary>
/// A setting with which no server can start. The message is one line for operators and names the setting as they write
/// it.
/// </summary>
[GenerateSerializer]
public sealed class SettingException(string message, Exception? cause = null) : Exception(message, cause);
