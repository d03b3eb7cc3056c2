// Constants that lie in RAM when the program runs, because it is faster than flash: start-up code
// copies them with the initial values of variables.
#pragma once

#define NEURIO_IN_RAM [[gnu::section(".data.constants")]]
