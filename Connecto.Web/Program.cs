using Connecto.Silo;
using Connecto.Web;

return await ServerCommand.RunAsync(args)
    ?? await ServerProgram.RunAsync(() =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddConnecto();

        var app = builder.Build();
        app.UseConnecto();
        return app;
    });
