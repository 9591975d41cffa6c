// The subcommands of `tiento`. Each takes its own arguments, from argv[1] on, and returns the
// exit code: 0 done, 1 failed, 2 wrong usage.
#ifndef TN_TRAINER_COMMAND_H
#define TN_TRAINER_COMMAND_H

#include "plugin/engine/style.h"

#include <stdbool.h>

enum { COMMAND_DONE, COMMAND_FAILED, COMMAND_USAGE };

int command_scan(int argc, char** argv);
int command_train(int argc, char** argv);
int command_tune(int argc, char** argv);
int command_eval(int argc, char** argv);
int command_render(int argc, char** argv);
int command_info(int argc, char** argv);
int command_draw(int argc, char** argv);
int command_install(int argc, char** argv);
int command_uninstall(int argc, char** argv);
int command_list(int argc, char** argv);

// Says on stderr that there is no memory left. Returns false.
bool command_out_of_memory(void);

// Says on stderr what is wrong with what lies at `path`. Returns false.
bool command_complain(const char* path, const char* reason);

// Reads a style that is for playing. False, with a message on stderr, where there is none.
bool command_read_player(const char* path, TnStyle* style);

// Reads the value of an option: a number of low..high. Says on stderr what is wrong with it.
bool command_read_int(const char* option, const char* text, int low, int high, int* value);
bool command_read_float(const char* option, const char* text, double low, double high,
                        double* value);

#endif
