using Connecto.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddConnecto();

var app = builder.Build();
app.UseConnecto();
await app.RunAsync();
