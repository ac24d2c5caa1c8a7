using Connecto.Settings;
using Connecto.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Connecto.Silo;

/// <summary>How a server's program serves.</summary>
public static class ServerProgram
{
    /// <summary>
    /// Builds a server and runs it until it is told to end. All of its settings are read before anything starts; where one
    /// is wrong, a line on standard error says which.
    /// </summary>
    /// <returns>The code to exit with: 0 it has served, 1 a setting is wrong.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            CheckSettings(app.Services);
            await app.RunAsync();
            return 0;
        }
        catch (SettingException wrong)
        {
            await Console.Error.WriteLineAsync($"Not started: {wrong.Message}");
            return 1;
        }
    }

    /// <summary>Reads all settings of a server that is built and not started.</summary>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static void CheckSettings(IServiceProvider services)
    {
        services.GetRequiredService<StorageOptions>();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
