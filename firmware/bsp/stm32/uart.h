// The UART that the debug probe's virtual COM port is connected to.
#pragma once

#include <stdint.h>

namespace neurio::uart {

void initialise();
uint8_t read();
void write(uint8_t byte);

// Waits until the last bit has left.
void flush();

}  // namespace neurio::uart
