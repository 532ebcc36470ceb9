import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './explorer.css';
import { Explorer } from './explorer';

const page = document.getElementById('page');
if (page) createRoot(page).render(<Explorer />);
