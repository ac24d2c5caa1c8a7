using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Users;

public static class UserServices
{
    /// <summary>The stores of accounts, sessions and unread counts.</summary>
    public static IServiceCollection AddConnectoUsers(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<UnreadStore>();
        return services;
    }
}
