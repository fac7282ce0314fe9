"""What people should look at: queues, reasons, suspicious hand codes."""
