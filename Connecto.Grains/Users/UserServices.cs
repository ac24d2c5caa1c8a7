using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Users;

public static class UserServices
{
    /// <summary>The stores of accounts and what belongs to them, of sessions and unread counts.</summary>
    public static IServiceCollection AddConnectoUsers(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>();
        services.AddSingleton<ProfileStore>();
        services.AddSingleton<AccountDeletion>();
        services.AddSingleton<UserExport>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<BlockStore>();
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<UnreadStore>();
        services.AddSingleton<Notifier>();
        return services;
    }
}
