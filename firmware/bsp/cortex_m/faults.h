// Exceptions that should not happen. Each is reported to the host as an error line, then the core
// resets, so the host sees what failed and, behind it, the boot lines.
#pragma once

extern "C" {
void nmi_handler();
void hard_fault_handler();
void memory_fault_handler();
void bus_fault_handler();
void usage_fault_handler();
void unexpected_handler();
}
