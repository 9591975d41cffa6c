// What the interposer counts: calls that have no place in run(), by the thread that is inside it.
//
// interposer.c stands in front of the C library's allocation, lock, file, memory map, sleep and
// thread functions and of syscall(). It is linked into a program (with -rdynamic, so that a plugin
// loaded later finds these functions first), or built as a shared object and preloaded; with
// RT_REPORT set in the environment it then prints its counts when the program ends. The test host
// marks each run(). A system call made by inline assembly is not seen.
#ifndef TN_TESTS_INTERPOSER_H
#define TN_TESTS_INTERPOSER_H

#include <stdbool.h>

// The calling thread goes into and out of run(). They nest; calls count while more were entered
// than left.
void rt_enter(void);
void rt_leave(void);

// Calls counted since the start or the last rt_reset, over all threads; of one function; and the
// name of the first, or NULL.
unsigned long rt_count(void);
unsigned long rt_count_of(const char* function);
const char* rt_first(void);
void rt_reset(void);

// Page faults inside run() since then, over all threads: memory that was touched for the first
// time, or was not there. Counted only while they are watched, which takes two system calls a
// run(): a seventh of the time of a test of small blocks.
void rt_watch_faults(bool watch);
unsigned long rt_faults(void);

// False where a sanitizer owns these functions: then nothing is counted.
bool rt_available(void);

#endif
