# A silo: hosts grains on Microsoft Orleans. Built from the repository's root:
#   docker build -f deploy/docker/silo.Dockerfile -t connecto-silo:0.1.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Build.targets Directory.Packages.props global.json ./
COPY sql sql
COPY Connecto.Grains Connecto.Grains
COPY Connecto.Silo Connecto.Silo
RUN dotnet publish Connecto.Silo -c Release -p:OrleansRuntime=packages -p:UseAppHost=false -o /app && mkdir /archive

# No shell and no package manager. It runs with a read-only root; only /tmp has to be writable, and /archive where it archives.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# A volume that is mounted here has its owner from it.
COPY --from=build --chown=1654:1654 /archive /archive
USER $APP_UID
ENV ASPNETCORE_URLS=http://+:8080 \
    ASPNETCORE_HTTP_PORTS= \
    Logging__Console__FormatterName=json
EXPOSE 8080 11111 30000
HEALTHCHECK --interval=10s --timeout=8s --start-period=60s --retries=3 CMD ["dotnet", "Connecto.Silo.dll", "--health"]
ENTRYPOINT ["dotnet", "Connecto.Silo.dll"]
