# Reads ctest's JUnit file; -v results=FOLDER holds one GoogleTest file for each program that got as far as its end.
# Prints "passed failed". A program without such a file counts as one test. A program that fails though its cases all
# passed (a leak found at exit, say) is one failure more. What was skipped or disabled is named, and not counted as passed.
# The file -v names=FILE gets what failed, each with the beginning of its first messages.

function attribute(line, name,    found) {
    if (!match(line, " " name "=\"[^\"]*\""))
        return ""
    found = substr(line, RSTART, RLENGTH)
    sub(/^[^"]*"/, "", found)
    sub(/"$/, "", found)
    return found
}

function note(what, name, line) {
    print what ": " name " " attribute(line, "classname") "." attribute(line, "name") > "/dev/stderr"
}

function failing(what, message) {
    gsub(/&#x0A;/, "\n    ", message)
    gsub(/&quot;/, "\"", message)
    gsub(/&apos;/, "'", message)
    gsub(/&lt;/, "<", message)
    gsub(/&gt;/, ">", message)
    gsub(/&amp;/, "\\&", message)
    print what (message == "" ? "" : "\n    " substr(message, 1, 1500)) > names
}

function cases(name, file,    line, total, bad, left, case_name) {
    total = bad = left = 0
    while ((getline line < file) > 0) {
        if (line ~ /<testsuites /) {
            total = attribute(line, "tests")
            bad = attribute(line, "failures") + attribute(line, "errors")
        } else if (line ~ /<failure /) {
            failing(name " " case_name, attribute(line, "message"))
        } else if (line ~ /<testcase /) {
            case_name = attribute(line, "classname") "." attribute(line, "name")
        }
        if (line ~ /<testcase / && line ~ / (status="notrun"|result="(skipped|suppressed)")/) {
            ++left
            if (attribute(line, "result") == "skipped")
                note("skipped", name, line)
            else if (attribute(line, "name") ~ /^DISABLED_/)
                note("disabled", name, line)
        }
    }
    close(file)
    passed += total - bad - left
    failed += bad
    return bad
}

/<testcase / {
    name = attribute($0, "name")
    good = attribute($0, "status") == "run"
    file = results "/" name ".xml"
    if ((getline first < file) > 0) {
        close(file)
        bad = cases(name, file)
        if (!good && bad == 0) {
            ++failed
            failing(name, "all its cases passed, and yet it failed")
        }
    } else if (good && name !~ /_tests(\.[0-9]+)?$/) {
        ++passed
    } else {
        ++failed
        failing(name, "")
    }
}

END { print passed + 0, failed + 0 }
