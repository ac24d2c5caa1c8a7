using System.Globalization;
using Connecto.Silo;
using Connecto.Web;

// Whatever the machine is set to: what is said here is for programs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

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
