// Traps. No interrupt is ever enabled, so each is a fault: it is reported to the host as an error
// line, then the chip resets, so the host sees what failed and, behind it, the boot lines.
#pragma once

extern "C" void trap_handler();
