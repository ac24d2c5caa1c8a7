using Connecto.Silo;
using Connecto.Web;

if (await ServerCommand.RunAsync(args) is { } code)
{
    return code;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddConnecto();

var app = builder.Build();
app.UseConnecto();
await app.RunAsync();
return 0;
