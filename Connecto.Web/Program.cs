using System.Globalization;
using Connecto.Silo;
using Connecto.Web;

// Whatever the machine is set to: what is said here is for programs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return await ServerCommand.RunAsync(args)
    ?? await ServerProgram.RunAsync(() =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddConnecto();

        var app = builder.Build();
        app.UseConnecto();
        return app;
    });
