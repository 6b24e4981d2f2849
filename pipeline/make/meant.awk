# What may have been meant by a variable that no target knows: name, value and the known ones (-v). Reads the JSON Schema of
# a study's config for its keys, and prints the next step of the refusal, such as: give SET="training.epochs=2".

BEGIN {
  best = 2 # letters apart, at most
  count = split(known, names, " ")
  for (i = 1; i <= count; i++) consider(names[i], names[i], names[i] "=" value)
}

# The keys of a config stand in the file two levels below each other, each below a line "properties": {
match($0, /^ +"[A-Za-z0-9]+": \{$/) {
  level = (index($0, "\"") - 1) / 2
  key = $1
  gsub(/[":]/, "", key)
  at[level] = key
  if (level % 2 == 1 || at[level - 1] != "properties") next
  path = at[2]
  for (k = 4; k <= level; k += 2) path = path "." at[k]
  consider(key, path, "SET=\"" path "=" value "\"")
  consider(path, path, "SET=\"" path "=" value "\"")
}

END {
  if (meant != "") print "give " meant
  else print "make help has them; of a config, SET=\"training.epochs=2\""
}

# A single value of training goes before a list of the grid: it comes later, and is as near.
function consider(word, path, way,   far) {
  far = distance(tolower(name), tolower(word))
  if (far > best || (far == best && path !~ /^training\./) || far > length(name) / 2) return
  best = far
  meant = way
}

# Letters to change, add or take away.
function distance(a, b,   i, j, row, above, left, cost) {
  for (j = 0; j <= length(b); j++) row[j] = j
  for (i = 1; i <= length(a); i++) {
    above = row[0]
    row[0] = i
    for (j = 1; j <= length(b); j++) {
      cost = above + (substr(a, i, 1) != substr(b, j, 1))
      above = row[j]
      left = row[j - 1] + 1
      row[j] = row[j] + 1 < left ? row[j] + 1 : left
      if (cost < row[j]) row[j] = cost
    }
  }
  return row[length(b)]
}
