# awk -f attribution.awk -v folders="A B" [-v whole=1] MANIFEST.tsv: whom the music of some folders is owed to, as
# its licences ask for: a line for each who has given something, or with `whole` for each piece. What is in the
# public domain or under CC0 asks for nothing.
BEGIN {
  FS = "\t"
  split(folders, list, " ")
  for (i in list) wanted[list[i]] = 1
}

!($1 in wanted) || $4 ~ /^(Public Domain|CC0)/ { next }

{
  licence = short($4)
  count = split($5, fields, " / ")
  giver = (count > 1 ? "Mutopia Project, " : "") fields[count]
  if (whole && count > 1) {
    print $5 " (" licence "; " $2 ")"
    next
  }
  key = giver " (" licence ")"
  if (!(key in pieces)) order[++keys] = key
  ++pieces[key]
}

END {
  for (k = 1; k <= keys; k++) {
    count = pieces[order[k]]
    print order[k] ": " count (count == 1 ? " piece" : " pieces")
  }
}

# "CC BY 3.0" of "CC BY (Creative Commons Attribution 3.0)".
function short(text) {
  if (text ~ /^CC BY \(/) { sub(/^CC BY \(Creative Commons Attribution /, "CC BY ", text); sub(/\)$/, "", text) }
  return text
}
