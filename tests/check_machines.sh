#!/bin/sh
# check_machines.sh CC...: what the compiler CC says to machines that Tiento is not for, and to this one.
status=0

# turned_away WHAT MACRO VALUE MESSAGE
turned_away() {
  if printf '#include "plugin/engine/tensors.h"\n' |
    $cc -std=c11 -I. -U"$2" -D"$2=$3" -fsyntax-only -x c - 2>&1 | grep -q "$4"; then
    echo "ok   $1 is turned away when it is built"
  else
    echo "FAIL $1 is not turned away"
    status=1
  fi
}

cc="${*:-cc}"
turned_away "a big-endian machine" __BYTE_ORDER__ __ORDER_BIG_ENDIAN__ "needs a little-endian processor"
turned_away "a 32-bit machine" __SIZEOF_POINTER__ 4 "needs a 64-bit processor"
printf '#include "plugin/engine/tensors.h"\n' | $cc -std=c11 -I. -fsyntax-only -x c - || status=1
exit $status
