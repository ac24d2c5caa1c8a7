namespace Orleans.Configuration;

/// <summary>How a client outside all silos sends calls.</summary>
public class ClientMessagingOptions : MessagingOptions;
