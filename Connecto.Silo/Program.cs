#if ORLEANS_PACKAGES
using Connecto.Silo;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.UseConnectoSilo();
await builder.Build().RunAsync();
return 0;
#else
await Console.Error.WriteLineAsync(
    "connecto-silo: this build runs on the local runtime, which lives in one process and is no cluster, so there is "
        + "nothing for a silo of its own to join. Run Connecto.Web, which holds its grains itself, or build with "
        + "-p:OrleansRuntime=packages."
);
return 1;
#endif
