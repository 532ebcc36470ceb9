/** The database for a worker that tells each name it shows itself under, so that a test can have it given up. */
export function tellingNames(database) {
  const openWork = () => {
    const door = database.openWork();
    const register = door.register.bind(door);
    door.register = (workerId) => {
      process.stdout.write(`named ${workerId}\n`);
      return register(workerId);
    };
    return door;
  };
  return { ...database, openWork };
}
