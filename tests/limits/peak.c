// peak COMMAND ARGUMENT...: runs a command, prints its peak memory in MiB and its CPU time in
// seconds on the standard output, as "PEAK TIME", and ends with its exit code.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_STARTED = 127, KILLED = 128 };

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

// In the child; what it prints on its standard output goes with the errors, apart from the figures.
static int start(char** command) {
  if (dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) {
    execvp(command[0], command);
  }
  (void)fprintf(stderr, "peak: cannot run %s: %s\n", command[0], strerror(errno));
  return NOT_STARTED;
}

int main(int argc, char** argv) {
  if (argc < 2) {
    (void)fprintf(stderr, "usage: peak COMMAND ARGUMENT...\n");
    return 2;
  }
  int status = 0;
  struct rusage usage;
  const pid_t child = fork();
  if (child == 0) {
    _exit(start(argv + 1));
  }
  if (child < 0 || waitpid(child, &status, 0) < 0 || getrusage(RUSAGE_CHILDREN, &usage) != 0) {
    perror("peak");
    return 1;
  }
  (void)printf("%ld %.2f\n", usage.ru_maxrss / 1024,
               seconds(usage.ru_utime) + seconds(usage.ru_stime));
  return WIFEXITED(status) ? WEXITSTATUS(status) : KILLED + WTERMSIG(status);
}
