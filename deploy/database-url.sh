# Read by backup.sh and restore.sh: the arguments of a command are for every user of the machine to see, so the password
# of DATABASE_URL goes to PostgreSQL's programs by the environment. Sets `database`, the same URL without it.
database=$DATABASE_URL
login=${database#*://}
login=${login%%[/?]*}
case $login in
  *@*)
    login=${login%@*}
    case $login in
      *:*)
        # The rest of the URL cannot hold this text earlier: it is looked for behind the scheme.
        database=${database%%://*}://${login%%:*}${database#*://"$login"}
        # A URL has %40 where the password has @.
        PGPASSWORD=$(printf '%s' "${login#*:}" | LC_ALL=C awk '
          BEGIN { digits = "0123456789abcdef" }
          {
            text = ""
            while ((at = match($0, /%[0-9A-Fa-f][0-9A-Fa-f]/)) > 0) {
              code = tolower(substr($0, at + 1, 2))
              value = (index(digits, substr(code, 1, 1)) - 1) * 16 + index(digits, substr(code, 2, 1)) - 1
              text = text substr($0, 1, at - 1) sprintf("%c", value)
              $0 = substr($0, at + 3)
            }
            printf "%s", text $0
          }')
        export PGPASSWORD
        ;;
    esac
    ;;
esac
case $database in
  *[?\&]password=*) refuse 'give the password of DATABASE_URL in front of the @, so that it can be kept out of sight.' ;;
esac
