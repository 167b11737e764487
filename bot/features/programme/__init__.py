"""The programme: its sessions as they stand in files of many formats."""
